import type { Browser, Page } from "@playwright/test";
import { pause } from "./browser/pause";
import type { PartReport, Row, SubjectName } from "./report/row";
import type { Subject } from "./subjects/subject";

/** One script, as it came over the network. */
interface Script {
  readonly path: string;
  /** Bytes as sent: compressed, without the headers of the answer. */
  readonly sent: number;
}

/** How long (ms) a page is watched for what it loads after its first scripts, such as the SDK. */
const laterMs = 5_000;

/** Measures the JavaScript that each page is sent, in a browser that has nothing in its cache. */
export async function benchBytes(browser: Browser, subjects: readonly Subject[]): Promise<PartReport> {
  const files: Record<string, readonly Script[]> = {};
  const figures: Record<"/" | "/sign-in", Row["figures"]> = { "/": {}, "/sign-in": {} };
  const note = (path: "/" | "/sign-in", name: SubjectName, scripts: readonly Script[]) => {
    files[`${name} ${path}`] = scripts;
    figures[path] = { ...figures[path], [name]: { value: kilobytes(scripts) } };
  };
  for (const subject of subjects) {
    const { context, page, url } = await subject.visit(browser);
    note("/", subject.name, await scriptsOf(page, url));
    await context.close();
    if (subject.name === "bare") continue;
    const stranger = await browser.newContext({ locale: "en-US" });
    note("/sign-in", subject.name, await scriptsOf(await stranger.newPage(), `${subject.origin}/sign-in`));
    await stranger.close();
  }
  return {
    rows: [
      { step: "JavaScript of `/`, as sent", unit: "kB", figures: figures["/"], target: { atMost: 260 } },
      {
        step: "JavaScript of `/sign-in`, as sent",
        unit: "kB",
        figures: figures["/sign-in"],
        target: { atMost: 180 },
      },
    ],
    notes: ["kB are 1,000 bytes; the bare page's are the SDK's published bundle"],
    more: files,
  };
}

/** The scripts that `page` loads at `url` with an empty cache, until it is quiet. */
async function scriptsOf(page: Page, url: string): Promise<Script[]> {
  await page.goto("about:blank");
  const session = await page.context().newCDPSession(page);
  await session.send("Network.enable");
  await session.send("Network.setCacheDisabled", { cacheDisabled: true });
  const answers = new Map<string, { path: string; headers: number }>();
  const scripts: Script[] = [];
  session.on("Network.responseReceived", ({ requestId, response }) => {
    if (!/javascript/.test(response.mimeType)) return;
    // Only its headers have come so far.
    answers.set(requestId, { path: new URL(response.url).pathname, headers: response.encodedDataLength });
  });
  session.on("Network.loadingFinished", ({ requestId, encodedDataLength }) => {
    const answer = answers.get(requestId);
    if (answer) scripts.push({ path: answer.path, sent: encodedDataLength - answer.headers });
  });
  await page.goto(url, { waitUntil: "load" });
  await pause(laterMs);
  await page.close();
  return scripts.sort((a, b) => b.sent - a.sent);
}

function kilobytes(scripts: readonly Script[]): number {
  return scripts.reduce((sum, { sent }) => sum + sent, 0) / 1_000;
}
