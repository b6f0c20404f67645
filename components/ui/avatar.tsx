import { HatGlasses } from "lucide-react";
import { hueOf, initials } from "./avatar-look";
import { cn } from "./cn";

interface AvatarProps {
  /** null: an anonymous person. */
  name: string | null;
  /** What the colour is derived from: the username, so that it survives a new display name. */
  seed: string | null;
  className?: string;
}

/** The initials of a person on their colour. Hidden from screen readers, because the name always stands beside it. */
export function Avatar({ name, seed, className }: AvatarProps) {
  const shape = cn(
    "grid size-11 shrink-0 select-none place-items-center rounded-full font-semibold text-[15px]",
    className,
  );
  if (name === null) {
    return (
      <span aria-hidden className={cn("bg-sunken text-soft", shape)}>
        <HatGlasses className="size-[45%]" />
      </span>
    );
  }
  const hue = hueOf(seed ?? name);
  const style = { backgroundColor: `oklch(0.84 0.07 ${hue})`, color: `oklch(0.33 0.075 ${hue})` };
  return (
    <span aria-hidden translate="no" className={shape} style={style}>
      {initials(name)}
    </span>
  );
}
