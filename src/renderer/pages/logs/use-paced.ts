import { useEffect, useRef, useState } from 'react'

/** A value that changes many times a second, taken every `ms`. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value)
  const latest = useRef(value)
  useEffect(() => {
    latest.current = value
  }, [value])
  useEffect(() => {
    const timer = setInterval(() => setPaced(latest.current), ms)
    return () => clearInterval(timer)
  }, [ms])
  return paced
}
