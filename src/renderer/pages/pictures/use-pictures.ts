import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { CallInput } from '../../../shared/ipc.ts'
import type { PicturePage, StoredPicture } from '../../../shared/pictures.ts'
import type { Problem } from '../../../shared/problem.ts'
import { call } from '../../live/panel.ts'
import { problemOf } from '../../live/panel-error.ts'
import { useTopic } from '../../live/use-topic.ts'
import { type PictureList, withHead, withPage, withPicture } from './picture-list.ts'

export type PictureFilter = Pick<CallInput<'pictures.list'>, 'chatId' | 'search' | 'kind'>

interface Pictures {
  /** Null until the first page is there. */
  list: PictureList | null
  problem: Problem | null
  loadMore: () => void
  /** Reads the list from its beginning. */
  reload: () => void
  /** Shows one as it is now. */
  change: (picture: StoredPicture) => void
}

const pageSize = 60
/** Pictures come in bursts; the list follows them at this pace, in milliseconds. */
const followMs = 2000

/** The pictures that fit a filter, newest first, page by page; new ones come in front by themselves. */
export function usePictures(filter: PictureFilter): Pictures {
  const [list, setList] = useState<PictureList | null>(null)
  const [problem, setProblem] = useState<Problem | null>(null)
  const key = JSON.stringify(filter)
  const wanted = useRef(key)

  const read = async (
    next: string | undefined,
    merge: (shown: PictureList, page: PicturePage) => PictureList,
  ) => {
    try {
      const page = await call('pictures.list', { ...filter, limit: pageSize, ...(next && { next }) })
      if (wanted.current !== key) return
      setList((shown) => (shown ? merge(shown, page) : page))
      setProblem(null)
    } catch (error) {
      if (wanted.current === key) setProblem(problemOf(error))
    }
  }
  const reload = () => void read(undefined, (_, page) => page)

  const begin = useEffectEvent(reload)
  useEffect(() => {
    wanted.current = key
    setList(null)
    begin()
  }, [key])
  useFollowing(() => void read(undefined, withHead))

  return {
    list,
    problem,
    loadMore: () => void (list?.next && read(list.next, withPage)),
    reload,
    change: (picture) => setList((shown) => shown && withPicture(shown, picture)),
  }
}

/** Calls when pictures came or went since, at most every {@link followMs}. */
function useFollowing(onChange: () => void): void {
  const stored = useTopic('pictures', (state) => state.stored)
  const change = useEffectEvent(onChange)
  const seen = useRef(stored)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => {
    const before = seen.current
    seen.current = stored
    if (before === undefined || before === stored || timer.current !== undefined) return
    timer.current = setTimeout(() => {
      timer.current = undefined
      change()
    }, followMs)
  }, [stored])
  useEffect(() => () => clearTimeout(timer.current), [])
}
