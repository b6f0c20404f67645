export type HttpMethod = "GET" | "POST";

/** Where a webhook goes. The URL is absolute. */
export interface Target {
  url: string;
  method: HttpMethod;
}
