/** A whole configuration of twilio mode. The values are made up; nothing of these tests reaches Twilio. */
export const twilioSettings = {
  TWILIO_ACCOUNT_SID: `AC${"a1".repeat(16)}`,
  TWILIO_AUTH_TOKEN: "b2".repeat(16),
  TWILIO_API_KEY: `SK${"c3".repeat(16)}`,
  TWILIO_API_SECRET: "d4".repeat(16),
  TWILIO_TWIML_APP_SID: `AP${"e5".repeat(16)}`,
  NEXTAUTH_SECRET: "f6".repeat(16),
} as const;
