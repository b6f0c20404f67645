import type { Browser, Page } from "@playwright/test";
import { pause } from "./browser/pause";
import type { PartReport, Row, SubjectName } from "./report/row";
import type { Subject } from "./subjects/subject";

/** For how long (s) requests are counted, and how long the page settles before. */
const whole = { counted: 180, settled: 10 };
const short = { counted: 20, settled: 5 };
/** How many tabs the requests of one are multiplied by. */
const tabs = 1_000;

/** What one idle tab asked for meanwhile. */
interface Asked {
  /** Requests by method and path, such as "POST /api/presence". */
  readonly requests: Record<string, number>;
  /** Bytes that all answers and the stream brought. */
  bytes: number;
  /** Messages of the stream of changes. */
  messages: number;
}

/**
 * Counts the requests of one tab that is open, visible and Ready, and in which nobody does anything, for three minutes. All
 * subjects are counted at the same time. The sockets of the SDK lead to the voice network and not to the app: they are not
 * counted.
 */
export async function benchIdle(
  browser: Browser,
  subjects: readonly Subject[],
  quick: boolean,
): Promise<PartReport> {
  const { counted: seconds, settled } = quick ? short : whole;
  const counted = await Promise.all(
    subjects.map(async (subject) => {
      const { context, page } = await subject.visit(browser);
      await pause(settled * 1_000);
      const asked = await countRequests(page, seconds);
      await context.close();
      return [subject.name, asked] as const;
    }),
  );
  const row = (step: string, value: (asked: Asked) => number): Row => ({
    step,
    unit: "/s",
    digits: 1,
    figures: figuresOf(counted, (asked) => (value(asked) * tabs) / seconds),
  });
  const of = (pattern: RegExp) => (asked: Asked) => total(asked, pattern);
  return {
    rows: [
      { ...row("requests of 1,000 idle visible tabs", of(/./)), target: { atMost: 40 } },
      row("– of these, signs of life", of(/^POST \/api\/presence/)),
      row("– questions what is new", of(/^GET \/api\/(?!changes)/)),
      row("– streams opened anew", of(/^GET \/api\/changes/)),
      {
        step: "what one idle tab receives",
        unit: "B/s",
        figures: figuresOf(counted, ({ bytes }) => bytes / seconds),
      },
    ],
    notes: [`one tab of each for ${seconds} s, after ${settled} s in which it settles`],
    more: Object.fromEntries(counted),
  };
}

async function countRequests(page: Page, seconds: number): Promise<Asked> {
  const asked: Asked = { requests: {}, bytes: 0, messages: 0 };
  const session = await page.context().newCDPSession(page);
  session.on("Network.requestWillBeSent", ({ request }) => {
    const name = `${request.method} ${new URL(request.url).pathname}`;
    asked.requests[name] = (asked.requests[name] ?? 0) + 1;
  });
  session.on("Network.dataReceived", ({ encodedDataLength }) => {
    asked.bytes += encodedDataLength;
  });
  session.on("Network.eventSourceMessageReceived", () => {
    asked.messages += 1;
  });
  await session.send("Network.enable");
  await pause(seconds * 1_000);
  await session.detach();
  return asked;
}

function total({ requests }: Asked, pattern: RegExp): number {
  return Object.entries(requests)
    .filter(([name]) => pattern.test(name))
    .reduce((sum, [, count]) => sum + count, 0);
}

function figuresOf(
  counted: readonly (readonly [SubjectName, Asked])[],
  value: (asked: Asked) => number,
): Row["figures"] {
  return Object.fromEntries(counted.map(([name, asked]) => [name, { value: value(asked) }]));
}
