import { type PagePart, pageParts } from "@/lib/i18n/page-texts";
import { isForTests, type Source } from "../rooms/imports";

const isPart = (name: string | undefined): name is PagePart => pageParts.some((part) => part === name);

/** The parts of a page alone (`PagePart`) of which the components of a file show texts: `t("history.title")`, or by their scope. */
export function partsShownBy(text: string): Set<PagePart> {
  if (!text.includes("useTranslations(")) return new Set();
  const scoped = [...text.matchAll(/useTranslations\(\s*"(\w+)/g)].map(([, part]) => part);
  const named = [...text.matchAll(/["'`](\w+)\.[\w$]/g)].map(([, part]) => part);
  return new Set([...scoped, ...named].filter(isPart));
}

/** The parts that a page or layout brings along: `<PageTexts of={["history"]}>`. */
export function partsBroughtBy(text: string): Set<PagePart> {
  const lists = [...text.matchAll(/<PageTexts of=\{\[([^\]]*)\]\}/g)];
  const names = lists.flatMap(([, list]) => [...(list ?? "").matchAll(/"(\w+)"/g)].map(([, name]) => name));
  return new Set(names.filter(isPart));
}

/** Every file that `path` leads to by its imports, itself included. */
export function reachableFrom(path: string, sources: ReadonlyMap<string, Source>): Source[] {
  const found = new Map<string, Source>();
  function visit(next: string): void {
    const source = sources.get(next);
    if (!source || found.has(next) || isForTests(next)) return;
    found.set(next, source);
    for (const { target, inside } of source.imports) if (inside) visit(target);
  }
  visit(path);
  return [...found.values()];
}
