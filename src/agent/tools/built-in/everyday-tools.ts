import type { Desk } from '../desk/desk.ts'
import type { Tool } from '../tool.ts'
import { calculatorTool } from './calculator.ts'
import { hashTool, uuidTool } from './hash.ts'
import { randomTool } from './random.ts'
import { timeTool } from './time.ts'

/** 日常 */
export function everydayTools(parts: { readonly desk: Desk }): Tool[] {
  return [timeTool, calculatorTool(parts), randomTool, hashTool, uuidTool]
}
