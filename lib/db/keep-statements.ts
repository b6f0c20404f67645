import "server-only";

/** What is used of PGlite. All its queries go through the first, message by message. */
interface Protocol<Options, Messages> {
  execProtocolStream(message: Uint8Array, options?: Options): Promise<Messages>;
  exec(query: string): Promise<unknown>;
}

/** A statement that the database has parsed under a name of ours. */
interface Kept<Messages> {
  readonly name: Buffer;
  /** What the database answered to Parse, and to Describe once it was asked. */
  readonly parsed: Messages;
  described?: Messages;
}

/** How many statements are kept at most. The app has fewer, but for those whose text depends on what they are given. */
const mostKept = 150;

/** Message types of the protocol: https://www.postgresql.org/docs/current/protocol-message-formats.html */
const type = { parse: 0x50, describe: 0x44, bind: 0x42, close: 0x43, statement: 0x53 } as const;
/** Where the content of a message begins: after its type and its length. */
const contentAt = 5;

/**
 * Lets the embedded database keep each statement that it has parsed, and so its plan. PGlite sends every query as an unnamed
 * statement, which is parsed and planned anew: for a long one that takes 5 to 10 times as long as to run it, since its
 * WebAssembly is slower than a server. One process has the database to itself, so that the names are ours alone.
 *
 * Returns the function that forgets them all, for when tables have changed: a kept statement must return what it returned
 * before.
 */
export function keepStatements<Options, Messages>(client: Protocol<Options, Messages>): () => Promise<void> {
  const send = client.execProtocolStream.bind(client);
  /** By their text and the types of their parameters; the one that was used last is the last. */
  const kept = new Map<string, Kept<Messages>>();
  /** The statement that the messages until the next Parse are about. */
  let current: Kept<Messages> | undefined;
  let made = 0;

  async function parse(message: Buffer, options: Options | undefined): Promise<Messages> {
    const key = message.toString("latin1", contentAt + 1);
    current = kept.get(key);
    if (current) kept.delete(key);
    else {
      made += 1;
      const name = Buffer.from(`kept_${made}`);
      current = { name, parsed: await send(insert(message, contentAt, name), options) };
    }
    kept.set(key, current);
    const [oldest] = kept;
    if (oldest && kept.size > mostKept) {
      kept.delete(oldest[0]);
      await send(closing(oldest[1].name), options);
    }
    return current.parsed;
  }

  client.execProtocolStream = async (bytes, options) => {
    const message = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const isUnnamed = message[contentAt] === 0;
    if (message[0] === type.parse && isUnnamed) {
      current = undefined;
      return parse(message, options);
    }
    if (current && message[0] === type.describe && message.length === contentAt + 2) {
      if (message[contentAt] === type.statement) {
        current.described ??= await send(insert(message, contentAt + 1, current.name), options);
        return current.described;
      }
    }
    // After the name of the portal, which is empty, comes that of the statement.
    if (current && message[0] === type.bind && isUnnamed && message[contentAt + 1] === 0) {
      return send(insert(message, contentAt + 1, current.name), options);
    }
    return send(message, options);
  };

  return async () => {
    kept.clear();
    current = undefined;
    await client.exec("deallocate all");
  };
}

/** The message with `name` in it, where an empty name begins. */
function insert(message: Buffer, at: number, name: Buffer): Buffer {
  const longer = Buffer.concat([message.subarray(0, at), name, message.subarray(at)]);
  longer.writeUInt32BE(longer.length - 1, 1);
  return longer;
}

/** The message that lets a statement go. */
function closing(name: Buffer): Buffer {
  const message = Buffer.concat([
    Buffer.from([type.close, 0, 0, 0, 0, type.statement]),
    name,
    Buffer.from([0]),
  ]);
  message.writeUInt32BE(message.length - 1, 1);
  return message;
}
