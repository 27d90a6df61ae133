import { useEffect, useRef, useState } from 'react'

/** A value that changes many times a second: the first change is taken at once, further ones every `ms` at most. */
export function usePaced<T>(value: T, ms: number): T {
  const [paced, setPaced] = useState(value)
  const taken = useRef({ value, at: Number.NEGATIVE_INFINITY })
  useEffect(() => {
    if (value === taken.current.value) return
    const take = () => {
      taken.current = { value, at: performance.now() }
      setPaced(value)
    }
    const wait = taken.current.at + ms - performance.now()
    if (wait <= 0) return take()
    const timer = setTimeout(take, wait)
    return () => clearTimeout(timer)
  }, [value, ms])
  return paced
}
