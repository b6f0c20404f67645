import type { ReactNode } from "react";
import { PageTexts } from "../page-texts";

export default function AuthLayout({ children }: { children: ReactNode }) {
  return <PageTexts of={["auth", "passkeys"]}>{children}</PageTexts>;
}
