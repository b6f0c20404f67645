import "server-only";
import { everyCall } from "../calls/every-call";
import type { Session } from "../identity";
import { hit, type Limit } from "../limits";
import { logError } from "../log";
import { readAccount } from "./read-account";

/** An export reads all of a person's calls. */
const exportLimit: Limit = { name: "export", hits: 5, seconds: 24 * 60 * 60 };

/** A file for the browser to keep. */
export interface AccountFile {
  readonly name: string;
  readonly body: ReadableStream<Uint8Array>;
}

/**
 * All that is stored of the person of this session, as a JSON file (`accountExportSchema`). It is written while it is
 * sent, a page of calls at a time. Throws `rate_limited`.
 */
export async function exportAccount(session: Session): Promise<AccountFile> {
  await hit(exportLimit, session.person.id);
  // Before the answer begins, so that a failure still has a status.
  const account = await readAccount(session);
  return {
    name: `browser-phone-${session.person.username}-${account.exportedAt.slice(0, 10)}.json`,
    body: toStream(withCalls(account, session.person.id)),
  };
}

/** The parts of the file's text. If reading fails in the middle, the file is cut off, and the browser's download fails. */
async function* withCalls(account: object, me: string): AsyncGenerator<string> {
  try {
    yield `${JSON.stringify(account).slice(0, -1)},"calls":[`;
    let comma = "";
    for await (const page of everyCall(me)) {
      yield comma + page.map((call) => JSON.stringify(call)).join(",\n");
      comma = ",\n";
    }
    yield "]}\n";
  } catch (error) {
    logError("exporting an account", error);
    throw error;
  }
}

/** A stream of these texts, each of which is made when the client has taken the one before. */
function toStream(texts: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await texts.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await texts.return(undefined);
    },
  });
}
