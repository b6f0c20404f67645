// `npm run gateway:pack -- FOLDER`: builds the gateway as an npm package and packs it, into `dist` unless told otherwise.
import { join, resolve } from "node:path";
import { root } from "../support/processes.mjs";
import { packPackage } from "./pack";

const kilobytes = (bytes: number) => `${Math.round(bytes / 1_000)} kB`;

async function main([folder]: readonly string[]): Promise<void> {
  // npm starts scripts in the project's folder; the path is meant from where the command was typed.
  const target = folder === undefined ? join(root, "dist") : resolve(process.env.INIT_CWD ?? ".", folder);
  const { archive, bytes, unpackedBytes, files } = await packPackage(target);
  console.log(
    `Packed ${archive}: ${files.length} files, ${kilobytes(bytes)}, ${kilobytes(unpackedBytes)} unpacked.`,
  );
  console.log(`Try it in an empty folder: npm install ${archive} && npx local-voice-gateway --help`);
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
