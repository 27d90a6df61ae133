interface SeedProps {
  size?: number
}

/** The mark: an apricot, one leaf, one crease. */
export function Seed({ size = 20 }: SeedProps) {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        d="M12 6.2c4.9-2.4 9.2.8 9.2 6.2 0 5.2-4.2 9.2-9.2 9.2s-9.2-4-9.2-9.2C2.8 7 7.1 3.8 12 6.2Z"
        fill="var(--accent)"
      />
      <path
        d="M12 6.4c-1.7 4.8-1.3 9.7.8 14.8"
        fill="none"
        stroke="#fff"
        strokeOpacity=".55"
        strokeWidth="1.4"
        strokeLinecap="round"
      />
      <path d="M12.2 6c.2-2.7 2-4.3 5-4.4.2 2.8-1.9 4.6-5 4.4Z" fill="var(--ok)" />
    </svg>
  )
}
