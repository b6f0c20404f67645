/**
 * Reads a stream of server-sent events: `push` takes the text as it comes, in pieces of any length, and calls `onData` with
 * the data of each event that is complete. Comments and fields other than `data` are passed over; lines may end with CR,
 * LF or both. https://html.spec.whatwg.org/multipage/server-sent-events.html#parsing-an-event-stream
 */
export function createEventReader(onData: (data: string) => void): { push(text: string): void } {
  let rest = "";
  let data: string[] = [];

  function readLine(line: string): void {
    if (line === "") {
      if (data.length > 0) onData(data.join("\n"));
      data = [];
    } else if (line === "data" || line.startsWith("data:")) {
      data.push(line.slice(5).replace(/^ /, ""));
    }
  }

  return {
    push(text) {
      // A CR at the end may be half of a line's end, so it waits for what follows.
      const lines = (rest + text).split(/\r\n|\n|\r(?=[\s\S])/);
      rest = lines.pop() ?? "";
      for (const line of lines) readLine(line);
    },
  };
}
