import { Ajv, type ValidateFunction } from "ajv";
import document from "./twilio-openapi-subset.json" with { type: "json" };

/** One request and its answer, as they were on the wire. */
export interface RestExchange {
  method: string;
  /** Path and query. */
  url: string;
  form: string;
  status: number;
  contentType: string | undefined;
  body: string;
}

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
type JsonObject = { [name: string]: Json };

interface Parameter {
  name: string;
  in: string;
  schema: JsonObject;
}

interface Operation {
  parameters?: Parameter[];
  responses: Record<string, { content?: Record<string, { schema: JsonObject }> }>;
  requestBody?: { content: Record<string, { schema: JsonObject }> };
}

const paths = document.paths as unknown as Record<string, Record<string, Operation>>;

const formats = {
  "date-time-rfc-2822": /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} \+0000$/,
  "date-time": /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/,
  date: /^\d{4}-\d{2}-\d{2}$/,
  // Addresses of pages are relative to the API's origin.
  uri: (text: string) => URL.canParse(text) || text.startsWith("/2010-04-01/"),
  "http-method": /^(GET|POST)$/,
  currency: /^[A-Z]{3}$/,
  "phone-number": true,
  endpoint: true,
  twiml: true,
  int32: true,
  int64: true,
} as const;

const ajv = new Ajv({ allErrors: true, coerceTypes: false, formats });
/** For paths, queries and forms, where everything is text, a list may have one entry, and an empty field unsets a URL. */
const coercing = new Ajv({
  allErrors: true,
  // A list in a form is one field or several.
  coerceTypes: "array",
  formats: { ...formats, uri: (text: string) => text === "" || URL.canParse(text) },
});

/** Schemas whose value may be null by the prose of the document ("When a conference is in progress, will be `null`"), and not by its form. */
const nullInProse = new Set(["conference_enum_reason_conference_ended"]);

/**
 * A schema of OpenAPI 3.0 as JSON Schema, made strict: no property that it does not name, and each that it names is there if `complete`.
 */
function strict(schema: Json, complete: boolean): Json {
  if (Array.isArray(schema)) return schema.map((item) => strict(item, complete));
  if (schema === null || typeof schema !== "object") return schema;
  if (typeof schema.$ref === "string") {
    const name = schema.$ref.replace("#/components/schemas/", "");
    const named = (document.components.schemas as unknown as JsonObject)[name] ?? false;
    return strict(nullInProse.has(name) ? { ...(named as JsonObject), nullable: true } : named, complete);
  }
  const { properties, format, items, nullable, ...rest } = schema;
  // Without a type anything is allowed, null included.
  const result: JsonObject = schema.type === undefined ? rest : { ...rest, nullable: nullable ?? false };
  if (schema.nullable === true && Array.isArray(schema.enum)) result.enum = [...schema.enum, null];
  if (items !== undefined) result.items = strict(items, complete);
  if (format === "uri-map") {
    result.additionalProperties = { type: "string", pattern: "^/2010-04-01/Accounts/.*\\.json$" };
  } else if (format !== undefined) {
    result.format = format;
  }
  if (properties !== undefined && properties !== null && typeof properties === "object") {
    const entries = Object.entries(properties);
    result.properties = Object.fromEntries(entries.map(([name, value]) => [name, strict(value, complete)]));
    result.additionalProperties = false;
    if (complete) result.required = Object.keys(properties);
  }
  return result;
}

const compiled = new Map<string, ValidateFunction>();

/** What is wrong with a value, or nothing. */
function problems(key: string, schema: Json, value: unknown, { fromText }: { fromText: boolean }): string[] {
  const validate =
    compiled.get(key) ?? (fromText ? coercing : ajv).compile(strict(schema, !fromText) as object);
  compiled.set(key, validate);
  if (validate(value)) return [];
  return (validate.errors ?? []).map(
    (error) => `${key}: ${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`,
  );
}

/** An error of Twilio's API of 2010. It is not in the OpenAPI document. */
const errorSchema: JsonObject = {
  type: "object",
  properties: {
    code: { type: "integer" },
    message: { type: "string", minLength: 1 },
    more_info: { type: "string", pattern: "^https://www\\.twilio\\.com/docs/errors/\\d+$" },
    status: { type: "integer" },
  },
};

/** The operation of a request, and the values in its path. */
function find(
  method: string,
  path: string,
): { name: string; operation: Operation; values: string[] } | undefined {
  for (const [template, methods] of Object.entries(paths)) {
    const pattern = new RegExp(`^${template.replaceAll(".", "\\.").replaceAll(/\{\w+\}/g, "([^/]+)")}$`);
    const match = pattern.exec(path);
    const operation = methods[method.toLowerCase()];
    if (match && operation) return { name: `${method} ${template}`, operation, values: match.slice(1) };
  }
  return undefined;
}

/**
 * Compares an exchange with Twilio's OpenAPI document. An answer of success must be to a documented request, all of it: path, query and
 * form; and it must have the documented status, and each documented property and no other. An error must have Twilio's body.
 *
 * @returns what does not fit, in words
 */
export function contractProblems(exchange: RestExchange): string[] {
  const { method, url, form, status, contentType, body } = exchange;
  const { pathname, searchParams } = new URL(url, "http://gateway");
  const isJson = contentType === "application/json";
  if (status >= 400) {
    if (!isJson) return [`${method} ${url}: ${status} as ${contentType}`];
    const value = JSON.parse(body);
    const wrong = problems("error", errorSchema, value, { fromText: false });
    if (value.status !== status) wrong.push(`error: status ${value.status} in an answer of ${status}`);
    if (!value.more_info?.endsWith(`/${value.code}`)) wrong.push(`error: more_info ${value.more_info}`);
    return wrong;
  }
  const found = find(method, pathname);
  if (!found) return [`${method} ${pathname} is not documented and was answered with ${status}`];
  const { name, operation, values } = found;
  const inPath = (operation.parameters ?? []).filter((one) => one.in === "path");
  const inQuery = (operation.parameters ?? []).filter((one) => one.in === "query");
  const response = operation.responses[String(status)];
  if (!response) return [`${name}: ${status} is not documented`];
  const answer = response.content?.["application/json"]?.schema;
  const fields = operation.requestBody?.content["application/x-www-form-urlencoded"]?.schema;
  return [
    ...inPath.flatMap(({ name: parameter, schema }, index) =>
      problems(`${name}, path ${parameter}`, schema, values[index], { fromText: true }),
    ),
    ...problems(`${name}, query`, objectOf(inQuery), Object.fromEntries(searchParams), { fromText: true }),
    ...problems(`${name}, form`, fields ?? objectOf([]), Object.fromEntries(new URLSearchParams(form)), {
      fromText: true,
    }),
    ...(answer ? [] : body === "" ? [] : [`${name}: ${status} with a body`]),
    ...(answer && !isJson ? [`${name}: ${status} as ${contentType}`] : []),
    ...(answer && isJson
      ? problems(`${name}, ${status}`, answer, JSON.parse(body), { fromText: false })
      : []),
  ];
}

function objectOf(parameters: readonly Parameter[]): JsonObject {
  return {
    type: "object",
    properties: Object.fromEntries(parameters.map(({ name, schema }) => [name, schema])),
  };
}
