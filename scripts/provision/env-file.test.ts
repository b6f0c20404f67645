import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeEach, expect, it } from "vitest";
import { openEnvFile } from "./env-file";

let folder: string;
const path = (name: string) => join(folder, name);

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "browser-phone-env-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

it("a file that does not exist is empty, and is made for its owner alone", () => {
  const file = openEnvFile(path(".env.local"));
  expect([file.name, file.read(), file.isOpenToOthers()]).toEqual([".env.local", "", false]);
  file.checkWritable();
  expect(readdirSync(folder)).toEqual([]);
  file.write("A=1\n");
  expect([file.read(), statSync(path(".env.local")).mode & 0o777]).toEqual(["A=1\n", 0o600]);
  expect(readdirSync(folder)).toEqual([".env.local"]);
});

it("a file that others can read is known, and closed to them", () => {
  writeFileSync(path("x"), "A=1\n");
  chmodSync(path("x"), 0o640);
  const file = openEnvFile(path("x"));
  expect(file.isOpenToOthers()).toBe(true);
  file.makePrivate();
  expect(statSync(path("x")).mode & 0o777).toBe(0o600);
});

it("the file behind a link is written, and the link stays", () => {
  mkdirSync(path("etc"));
  writeFileSync(path("etc/x"), "A=1\n");
  symlinkSync(path("etc/x"), path("link"));
  const file = openEnvFile(path("link"));
  file.write(`${file.read()}B=2\n`);
  expect(readFileSync(path("etc/x"), "utf8")).toBe("A=1\nB=2\n");
  expect(lstatSync(path("link")).isSymbolicLink()).toBe(true);
});

it.runIf(process.getuid?.() === 0)("a file of another user stays theirs when root writes it", () => {
  writeFileSync(path("x"), "A=1\n");
  chownSync(path("x"), 1234, 5678);
  openEnvFile(path("x")).write("A=2\n");
  expect(statSync(path("x"))).toMatchObject({ uid: 1234, gid: 5678 });
});

it.each([
  ["no/where.env", "does not exist"],
  ["a-file/x.env", "(ENOTDIR)"],
  ["a-folder", "is not a file, but a folder"],
  ["a-link", "leads to no file"],
  ["/proc/phone.env", "cannot be written"],
  ["latin-1.env", "is not UTF-8"],
])("what cannot be read and written is refused before anything is done: %s", (name, expected) => {
  writeFileSync(path("a-file"), "");
  mkdirSync(path("a-folder"));
  symlinkSync(path("not-there"), path("a-link"));
  writeFileSync(path("latin-1.env"), Buffer.from("# caf\xe9\n", "latin1"));
  const before = readdirSync(folder);
  const open = () => {
    const file = openEnvFile(name.startsWith("/") ? name : path(name));
    file.read();
    file.checkWritable();
  };
  expect(open).toThrow(
    expect.objectContaining({ exitCode: 2, message: expect.stringMatching(/^[^\n]+: [^\n]+\.$/) }),
  );
  expect(open).toThrow(expected);
  expect(readdirSync(folder)).toEqual(before);
});
