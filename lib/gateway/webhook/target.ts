export type HttpMethod = "GET" | "POST";

/** Where the application is asked or told something; the URL is absolute. */
export interface Target {
  url: string;
  method: HttpMethod;
}
