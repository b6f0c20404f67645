import "server-only";
import type { Locale } from "@/lib/i18n/locales";

/** What voicemail says to callers in one language. */
interface Spoken {
  /** The `language` of `<Say>`. https://www.twilio.com/docs/voice/twiml/say/text-speech#available-voices-and-languages */
  readonly language: "en-US" | "ja-JP";
  /** Without it the voice would be that of the account, which may not know the language. */
  readonly voice: "Polly.Joanna" | "Polly.Mizuki";
  /** Unless the callee has recorded a greeting. It names nobody: a voice of one language cannot read every name. */
  readonly greeting: string;
  /** Always said, also after the callee's own greeting. */
  readonly howTo: string;
  readonly thanks: string;
  readonly nothingHeard: string;
  readonly full: string;
}

/** The texts of voicemail. They are here and not among the texts of the pages, since no page needs them. */
export const spoken: Record<Locale, Spoken> = {
  en: {
    language: "en-US",
    voice: "Polly.Joanna",
    greeting: "The person you are calling cannot answer now.",
    howTo:
      "Please leave a message after the tone. It will be recorded for the person you are calling. When you have finished, press the pound key, or hang up.",
    thanks: "Thank you. Your message has been saved. Goodbye.",
    nothingHeard: "Nothing was recorded. Goodbye.",
    full: "The person you are calling cannot answer now, and their voicemail is full. Please call again later. Goodbye.",
  },
  ja: {
    language: "ja-JP",
    voice: "Polly.Mizuki",
    greeting: "おかけになった相手は、ただいま電話に出ることができません。",
    howTo:
      "発信音のあとに、メッセージをお話しください。メッセージは録音され、お相手にお届けします。終わりましたら、シャープを押すか、そのまま電話をお切りください。",
    thanks: "ありがとうございました。メッセージをお預かりしました。失礼いたします。",
    nothingHeard: "メッセージは録音されませんでした。失礼いたします。",
    full: "おかけになった相手は、ただいま電話に出ることができません。また、留守番電話がいっぱいのため、メッセージをお預かりできません。のちほどおかけ直しください。失礼いたします。",
  },
};
