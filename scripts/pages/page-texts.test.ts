import { dirname } from "node:path";
import { expect, test } from "vitest";
import { readSources } from "../rooms/imports";
import { partsBroughtBy, partsShownBy, reachableFrom } from "./page-texts";

const sources = new Map(readSources().map((source) => [source.path, source]));

/** Pages, layouts and what stands in for them. */
const screens = [...sources.values()].filter(({ path }) =>
  /^app\/.*(page|layout|error|not-found)\.tsx$/.test(path),
);

/** What a screen is given by itself and by the layouts around it. */
function partsAround(path: string): Set<string> {
  const folders: string[] = [];
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) folders.push(folder);
  const around = [path, ...folders.map((folder) => `${folder}/layout.tsx`)];
  return new Set(around.flatMap((one) => [...partsBroughtBy(sources.get(one)?.text ?? "")]));
}

test("every screen has the texts that its components show", () => {
  expect(screens.length).toBeGreaterThan(12);
  const missing = screens.flatMap(({ path }) => {
    const brought = partsAround(path);
    return reachableFrom(path, sources).flatMap((source) =>
      [...partsShownBy(source.text)]
        .filter((part) => !brought.has(part))
        .map((part) => `${path} leads to ${source.path}, which shows "${part}"`),
    );
  });
  expect(missing).toEqual([]);
});

test("no screen brings texts that none of its components shows", () => {
  const needless = screens.flatMap(({ path, text }) => {
    const below = path.endsWith("layout.tsx")
      ? screens.filter((other) => other.path.startsWith(`${dirname(path)}/`))
      : [{ path }];
    const shown = new Set(
      below.flatMap((one) =>
        reachableFrom(one.path, sources).flatMap((source) => [...partsShownBy(source.text)]),
      ),
    );
    return [...partsBroughtBy(text)].filter((part) => !shown.has(part)).map((part) => `${path}: ${part}`);
  });
  expect(needless).toEqual([]);
});

test("texts are found by their scope and by their whole name", () => {
  expect([...partsShownBy('const t = useTranslations("history.row");')]).toEqual(["history"]);
  expect([...partsShownBy('const t = useTranslations(); t("link.title")')]).toEqual(["link"]);
  expect([...partsShownBy("const t = useTranslations(); t(`auth.code`)")]).toEqual(["auth"]);
  expect([...partsShownBy('const t = useTranslations("people");')]).toEqual([]);
});
