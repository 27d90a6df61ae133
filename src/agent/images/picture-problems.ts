import { ProblemError } from '../kernel/problem.ts'

export function notPicture(contentType: string): ProblemError {
  return new ProblemError({
    code: 'picture.not-picture',
    message: contentType === '' ? '取到的不是图片' : `取到的不是图片，是 ${contentType.slice(0, 80)}`,
    hint: '能看的有 JPEG、PNG、GIF、WebP、BMP 和 AVIF',
  })
}

export function addressExpired(): ProblemError {
  return new ProblemError({
    code: 'picture.expired',
    message: '图片的地址已经过期',
    hint: '让人再发一次',
  })
}

export function refusedWith(status: number): ProblemError {
  return new ProblemError({
    code: 'picture.status',
    message: `图片的服务器没有给图片，回的是 ${status}`,
    hint: '让人再发一次',
  })
}

export function noAddress(): ProblemError {
  return new ProblemError({
    code: 'picture.no-address',
    message: 'QQ 端没有说图片在哪里',
    hint: '升级 QQ 端',
  })
}

export function tooLargeInline(megabytes: number): ProblemError {
  return new ProblemError({
    code: 'picture.too-large',
    message: `图片超过了 ${megabytes} MB，没有要`,
    hint: '要更大的，改设置里的「最大图片」',
  })
}

export function tooManyPixels(): ProblemError {
  return new ProblemError({
    code: 'picture.too-many-pixels',
    message: '图片超过了 5000 万像素，没有打开',
    hint: '换一张小一点的',
  })
}

export function unreadable(detail: string): ProblemError {
  return new ProblemError({
    code: 'picture.unreadable',
    message: '图片坏了，打不开',
    hint: '让人再发一次',
    detail,
  })
}

export function conversionTooSlow(seconds: number): ProblemError {
  return new ProblemError({
    code: 'picture.conversion-slow',
    message: `图片压了 ${seconds} 秒还没有压完，不压了`,
    hint: '换一张小一点的',
  })
}

export function workerDied(detail: string): ProblemError {
  return new ProblemError({
    code: 'picture.worker',
    message: '压图片的线程停了，这张没有压成',
    hint: '让人再发一次；总是这样的话，在日志页复制诊断反馈给我们',
    detail,
  })
}

export function crashedBefore(): ProblemError {
  return new ProblemError({
    code: 'picture.crashed',
    message: '上次打开这张图片时程序停了，今天不再打开它',
    hint: '',
  })
}

/** @param cause what the disk said. */
export function notKept(cause: unknown): ProblemError {
  const { code } = cause as NodeJS.ErrnoException
  return new ProblemError(
    {
      code: 'picture.disk',
      message: '图片存不下来',
      hint: '看看磁盘满没满、数据文件夹能不能写',
      ...(typeof code === 'string' && { detail: code }),
    },
    { cause },
  )
}
