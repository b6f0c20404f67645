import { Notice } from "@/components/ui/notice";

/** Why the whole form did not go through; said at once. */
export function FormFailure({ text }: { text: string | undefined }) {
  return <div role="alert">{text && <Notice tone="red">{text}</Notice>}</div>;
}
