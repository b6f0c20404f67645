/** An answer: its status, and a body that is sent as JSON. */
export interface RestReply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
}

/** Twilio's codes for what can go wrong here, with their HTTP statuses (https://www.twilio.com/docs/api/errors). */
const errors = {
  20001: { status: 400, message: "Invalid parameter" },
  20003: { status: 401, message: "Authenticate" },
  20004: { status: 405, message: "Method not allowed" },
  20404: { status: 404, message: "The requested resource was not found" },
  21220: { status: 400, message: "Call is not in-progress. Cannot redirect." },
} as const;

/** An error as Twilio's REST interface sends it. `about`: what is wrong, or what was not found. */
export function restError(code: keyof typeof errors, about?: string): RestReply {
  const { status, message } = errors[code];
  return {
    status,
    headers: code === 20003 ? { "WWW-Authenticate": 'Basic realm="Twilio API"' } : {},
    body: {
      code,
      message: about === undefined ? message : `${message}: ${about}`,
      more_info: `https://www.twilio.com/docs/errors/${code}`,
      status,
    },
  };
}
