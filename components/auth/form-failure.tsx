import { Banner } from "@/components/ui/banner";

/** Why the form as a whole was refused; read out at once. */
export function FormFailure({ text }: { text: string | undefined }) {
  return <div role="alert">{text && <Banner tone="red">{text}</Banner>}</div>;
}
