import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "../support/test";

const chunks = fileURLToPath(new URL("../../.next/static", import.meta.url));

test("no script sent to browsers contains server code or the name of a secret", () => {
  const serverOnly = [
    "TWILIO_AUTH_TOKEN",
    "TWILIO_API_SECRET",
    "NEXTAUTH_SECRET",
    "drizzle",
    "pglite",
    "argon2id",
  ];
  const files = readdirSync(chunks, { recursive: true, encoding: "utf8" }).filter((name) =>
    name.endsWith(".js"),
  );
  expect(files.length).toBeGreaterThan(5);
  const found = files.flatMap((name) => {
    const script = readFileSync(join(chunks, name), "utf8");
    return serverOnly.filter((word) => script.includes(word)).map((word) => `${name}: ${word}`);
  });
  expect(found).toEqual([]);
});
