import { z } from 'zod'

/** Somebody's number in an input. Never `all`, nor a name: rights are looked up by it. */
export const QQNumber = z.string().regex(/^[1-9]\d{4,19}$/, '要是 QQ 号')
