/** A time of day with milliseconds, in the time zone of the browser. */
export function timeOfDay(at: number): string {
  const time = new Date(at);
  const two = (n: number) => String(n).padStart(2, "0");
  const ms = String(time.getMilliseconds()).padStart(3, "0");
  return `${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}.${ms}`;
}

/** A length of time as a clock shows it: `0:07`, `12:34`, `1:02:03`. */
export function duration(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1000));
  const two = (n: number) => String(n).padStart(2, "0");
  const minutes = Math.floor(seconds / 60);
  const tail = two(seconds % 60);
  return minutes < 60 ? `${minutes}:${tail}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}:${tail}`;
}

/** How long something took: `12 ms`, `0.4 s`, `12.3 s`, and as a clock from a minute on. */
export function took(ms: number): string {
  if (ms < 100) return `${ms} ms`;
  return ms < 59_950 ? `${(ms / 1000).toFixed(1)} s` : duration(ms);
}

/** A number of bytes with a unit: `812 B`, `4.1 kB`, `2.0 MB`. */
export function bytes(count: number): string {
  if (count < 1_000) return `${count} B`;
  if (count < 1_000_000) return `${(count / 1_000).toFixed(1)} kB`;
  return `${(count / 1_000_000).toFixed(1)} MB`;
}

/** Who a call is from or to, without the prefix that says it is a client. */
export function party(address: string): string {
  return address.replace(/^client:/, "");
}

/** Twilio's word for a status, as one reads it. */
export function words(status: string): string {
  return status.replaceAll("-", " ");
}

/** `1 packet`, `2 packets`. */
export function counted(count: number, one: string): string {
  return `${count.toLocaleString("en")} ${one}${count === 1 ? "" : "s"}`;
}
