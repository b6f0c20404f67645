// Measures how questions to the database grow with people and calls, alone: `node --conditions=react-server --import tsx
// scripts/bench/growth/main.ts [--quick] [FILE.json]`. `npm run bench -- growth` does the same.
import { writeFileSync } from "node:fs";
import { benchGrowth } from "./growth";
import { growthTable } from "./table";

const options = process.argv.slice(2);
const figures = await benchGrowth({
  quick: options.includes("--quick"),
  progress: (line) => console.error(line),
});
console.log(`\n${growthTable(figures)}\n`);
const file = options.find((option) => option.endsWith(".json"));
if (file) writeFileSync(file, `${JSON.stringify(figures, null, 2)}\n`);
