import { getMessages } from "next-intl/server";
import type { ReactNode } from "react";
import { MoreTexts } from "@/components/ui/more-texts";
import { type PagePart, textsOf } from "@/lib/i18n/page-texts";

/** Brings along the texts that only this page shows. Every page has those that are not a `PagePart`. */
export async function PageTexts({ of, children }: { of: readonly PagePart[]; children: ReactNode }) {
  return <MoreTexts texts={textsOf(await getMessages(), of)}>{children}</MoreTexts>;
}
