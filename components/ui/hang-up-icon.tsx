import { Phone } from "lucide-react";

/** A handset that is put down. */
export function HangUpIcon() {
  return <Phone aria-hidden className="rotate-[135deg]" />;
}
