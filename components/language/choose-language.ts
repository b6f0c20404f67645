import { RequestError } from "@/components/api/request";
import { chooseLocale } from "@/lib/i18n/choose-locale";

/** Remembers a language on this device; the server answers with the page in that language. Throws RequestError. */
export async function chooseLanguage(locale: string): Promise<void> {
  try {
    await chooseLocale(locale);
  } catch (error) {
    // Next passes on what `fetch` rejects with: a TypeError when no answer came, by the Fetch standard.
    throw new RequestError(error instanceof TypeError ? "network" : "internal");
  }
}
