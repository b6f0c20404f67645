export { inSentence } from "@/lib/i18n/bidi";
