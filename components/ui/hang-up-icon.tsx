import { Phone } from "lucide-react";

/** The handset put down. */
export function HangUpIcon() {
  return <Phone aria-hidden className="rotate-[135deg]" />;
}
