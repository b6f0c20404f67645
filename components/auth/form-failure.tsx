import { Banner } from "@/components/ui/banner";

/** Why the whole form did not go through; said at once. */
export function FormFailure({ text }: { text: string | undefined }) {
  return <div role="alert">{text && <Banner tone="red">{text}</Banner>}</div>;
}
