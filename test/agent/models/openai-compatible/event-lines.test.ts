import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { EventLines } from '../../../../src/agent/models/openai-compatible/event-lines.ts'

function readAll(bytes: Buffer, cuts: readonly number[] = []): string[] {
  const lines = new EventLines()
  const found: string[] = []
  const borders = [0, ...cuts.map((cut) => cut % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  for (let at = 1; at < borders.length; at++)
    found.push(...lines.read(bytes.subarray(borders[at - 1], borders[at])))
  return [...found, ...lines.end()]
}

describe('the lines of an event stream', () => {
  it('come out whole wherever the bytes were cut', () => {
    const text = fc.string({ unit: 'grapheme' }).map((value) => JSON.stringify(value))
    fc.assert(
      fc.property(fc.array(text), fc.constantFrom('\n', '\r\n'), fc.array(fc.nat()), (texts, eol, cuts) => {
        const stream = texts.map((data) => `data: ${data}${eol}${eol}`).join('')
        expect(readAll(Buffer.from(stream), cuts)).toEqual(texts)
      }),
    )
  })

  it('skip comments, other fields, blank lines and a byte order mark', () => {
    const stream = '\uFEFFdata:{"a":1}\n: keep-alive\n\nevent: x\nid: 4\ndata: [DONE]'
    expect(readAll(Buffer.from(stream))).toEqual(['{"a":1}', '[DONE]'])
  })

  it('are events by themselves, for vendors who forget the blank line', () => {
    expect(readAll(Buffer.from('data: {"a":1}\ndata: {"a":2}\n'))).toEqual(['{"a":1}', '{"a":2}'])
  })

  it('come out whole after thousands of pieces without an end', () => {
    const lines = new EventLines()
    expect(lines.read(Buffer.from('data: '))).toEqual([])
    for (let piece = 0; piece < 5000; piece++) expect(lines.read(Buffer.alloc(1400, 'x'))).toEqual([])
    const [line, ...more] = lines.read(Buffer.from('y\ndata: z'))
    expect(line?.length).toBe(7_000_001)
    expect([...more, ...lines.end()]).toEqual(['z'])
  }, 5000)

  it('must end some day', () => {
    const lines = new EventLines()
    const endless = () => {
      for (let piece = 0; piece < 10; piece++) lines.read(Buffer.alloc(1_000_000, 'x'))
    }
    expect(endless).toThrow(RangeError)
  })
})
