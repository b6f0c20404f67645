import { listFiles } from "../rooms/imports";

/** The project's Markdown files, as paths from its folder. */
export const documents: readonly string[] = listFiles("").filter((path) => path.endsWith(".md"));
