import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it, test } from "vitest";
import { bareTextIn } from "./bare-text";

const pages = ["app", "components"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".tsx") && !file.endsWith(".test.tsx"))
    .map((file) => `${folder}/${file}`),
);

test("every text of a page that has siblings has an element of its own", () => {
  expect(pages.length).toBeGreaterThan(80);
  const found = pages.flatMap((path) =>
    bareTextIn(path, readFileSync(path, "utf8")).map(({ line, text }) => `${path}:${line}: ${text}`),
  );
  expect(found).toEqual([]);
});

const bareIn = (jsx: string) => bareTextIn("page.tsx", `const page = ${jsx};`).map(({ text }) => text);

describe("the search finds", () => {
  it.each([
    ["a text beside an element", "<p>Hello <b>you</b></p>", ["Hello"]],
    ["a translation beside an icon", "<p><Icon />{t('x')}</p>", ["{t('x')}"]],
    ["a text that comes and goes", "<p>{muted && 'x'}<b /></p>", ["{muted && 'x'}"]],
    ["a text in place of an element", "<p>{on ? <b /> : t('x')}<i /></p>", ["{on ? <b /> : t('x')}"]],
    ["a template", "<p><b />{`· x`}</p>", ["{`· x`}"]],
    ["a variable", "<p><b />{name}</p>", ["{name}"]],
    ["a text after a text", "<p>@{name}</p>", ["@", "{name}"]],
    ["a text that is alone in a fragment", "<>{t('x')}</>", ["{t('x')}"]],
  ])("%s", (_, jsx, found) => {
    expect(bareIn(jsx)).toEqual(found);
  });

  it("a component that returns a text", () => {
    const component = "function Verdict({ ok }) { return ok ? t('well') : <b />; }";
    expect(bareTextIn("page.tsx", component)).toHaveLength(1);
  });
});

describe("the search leaves alone", () => {
  it.each([
    ["a text that is alone in its element", "<p>{t('x')}</p>"],
    ["a text with an element of its own", "<p><Icon /><span>{t('x')}</span></p>"],
    ["elements that come and go", "<p>{on && <b />}{on ? <i /> : null}{list.map((x) => <u key={x} />)}</p>"],
    ["children", "<p><Icon />{children}{action}</p>"],
  ])("%s", (_, jsx) => {
    expect(bareIn(jsx)).toEqual([]);
  });

  it("a function that returns a text and is no component", () => {
    expect(bareTextIn("page.tsx", "function nameOf(x) { return x.name; }")).toEqual([]);
  });
});
