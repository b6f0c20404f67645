/** A large picture of two people and the line between them. */
export function AuthScene() {
  return (
    <svg
      viewBox="0 0 600 600"
      fill="none"
      aria-hidden="true"
      preserveAspectRatio="xMidYMid slice"
      className="absolute inset-x-0 top-0 h-[78%] w-full"
    >
      <g className="stroke-hairline" strokeWidth="1.5">
        <circle cx="150" cy="225" r="92" />
        <circle cx="150" cy="225" r="138" opacity=".55" />
        <circle cx="450" cy="225" r="92" />
        <circle cx="450" cy="225" r="138" opacity=".55" />
      </g>
      <path
        d="M150 225C160 420 440 420 450 225"
        className="stroke-edge"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <path
        d="M150 225C160 420 440 420 450 225"
        className="animate-[flow_2.4s_linear_infinite] stroke-green [stroke-dasharray:6_12]"
        strokeWidth="5"
        strokeLinecap="round"
      />
      <circle cx="150" cy="225" r="46" className="fill-ink" />
      <circle cx="450" cy="225" r="46" className="fill-green" />
    </svg>
  );
}
