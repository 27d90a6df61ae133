import { all, type BigNumber, create, type FactoryFunctionMap, type MathNode, type MathType } from 'mathjs'
import { JobFault } from './jobs.ts'

/** What its types leave out. */
interface Hidden {
  readonly BigNumber: { config(options: { maxE: number; minE: number }): void }
  readonly Unit: { isValuelessUnit(name: string): boolean }
}

const math = create(all as FactoryFunctionMap, { number: 'BigNumber', precision: 64 })
const hidden = math as unknown as Hidden
// Numbers of a million digits would take more memory in one piece than a thread can be stopped from taking.
hidden.BigNumber.config({ maxE: 5000, minE: -5000 })

/**
 * Stricter than mathjs's own advice, which forbids what is known to be dangerous (`import`, `createUnit`, `evaluate`,
 * `parse`, `simplify`, `derivative` and others): only what stands here can be called. `ones(1e8)` for one would not just
 * end this thread but the whole program.
 */
const functions = new Set(
  `abs add cbrt ceil combinations cube divide exp expm1 factorial fix floor gcd hypot lcm log log10 log1p log2
  max mean median min mod mode multiply nthRoot permutations pow prod round sign sqrt square std subtract sum variance
  sin cos tan cot sec csc asin acos atan atan2 acot asec acsc sinh cosh tanh asinh acosh atanh
  re im arg conj bin oct hex isPrime bitAnd bitOr bitXor bitNot not and or xor`.split(/\s+/),
)
const constants = new Set(['pi', 'e', 'tau', 'phi', 'i', 'true', 'false'])
/** No ranges, no variables, no functions of one's own, no objects and no way into them. */
const nodes = new Set([
  'ArrayNode',
  'ConditionalNode',
  'ConstantNode',
  'FunctionNode',
  'OperatorNode',
  'ParenthesisNode',
  'RelationalNode',
  'SymbolNode',
])
const digits = 14
/** Longer whole numbers are rounded and written with an exponent. */
const mostWholeDigits = 40

/**
 * The value of an expression as text: numbers to 14 digits, whole ones exactly up to 40, units, percent, lists for
 * statistics. Takes the signs that people type, such as `×` and full-width ones. Throws a {@link JobFault}.
 */
export function calculate(expression: string): string {
  const node = parse(plainSigns(expression))
  node.traverse((part, _path, parent) => check(part, parent))
  return written(evaluate(node))
}

function plainSigns(expression: string): string {
  const squares = expression.replace(/[²³]/g, (sign) => (sign === '²' ? '^2' : '^3'))
  return squares
    .normalize('NFKC')
    .replace(/[×✕·]/g, '*')
    .replace(/÷/g, '/')
    .replace(/[−–]/g, '-')
    .replace(/π/g, 'pi')
    .replace(/√\s*(\d+(?:\.\d+)?)/g, 'sqrt($1)')
    .replace(/√/g, 'sqrt')
    .replace(/\*\*/g, '^')
    .replace(/=\s*\??\s*$/, '')
}

function parse(expression: string): MathNode {
  try {
    return math.parse(expression)
  } catch (error) {
    const [, at] = /\(char (\d+)\)/.exec(String(error)) ?? []
    throw new JobFault(at ? `算式在第 ${at} 个字符那里写得不对` : '算式写得不对')
  }
}

function check(node: MathNode, parent: MathNode | null): void {
  if (!nodes.has(node.type)) throw new JobFault('只能算一个式子，不能设变量、定义函数或者用区间')
  if (math.isFunctionNode(node) && !(math.isSymbolNode(node.fn) && functions.has(node.fn.name)))
    throw new JobFault(`没有「${node.fn.toString().slice(0, 40)}」这个函数`)
  if (math.isArrayNode(node) && node.items.some(math.isArrayNode))
    throw new JobFault('不算矩阵，只算一列数，比如 mean([1, 2, 3])')
  if (math.isConstantNode(node) && typeof node.value === 'string') throw new JobFault('算式里不能有文字')
  if (math.isSymbolNode(node) && !isCallee(node, parent) && !isKnown(node.name))
    throw new JobFault(`不认识「${node.name.slice(0, 40)}」`)
}

function isCallee(node: MathNode, parent: MathNode | null): boolean {
  return parent !== null && math.isFunctionNode(parent) && parent.fn === node
}

function isKnown(name: string): boolean {
  return constants.has(name) || hidden.Unit.isValuelessUnit(name)
}

function evaluate(node: MathNode): MathType {
  try {
    return node.evaluate()
  } catch (error) {
    throw new JobFault(
      /units do not match/i.test(String(error)) ? '单位对不上，这两种量不能放在一起算' : '这个算式算不出来',
    )
  }
}

function written(value: MathType | boolean | string): string {
  if (typeof value === 'boolean') return value ? '是' : '否'
  if (typeof value === 'string') return value
  if (math.isBigNumber(value)) return writtenNumber(value)
  const text = math.format(value, { precision: digits })
  if (/NaN|Infinity|undefined|function/.test(text)) throw noNumber()
  return text
}

function writtenNumber(value: BigNumber): string {
  if (!value.isFinite()) throw noNumber()
  if (value.isInteger() && value.e < mostWholeDigits) return value.toFixed()
  return math.format(value, { precision: digits, lowerExp: -9, upperExp: 21 })
}

function noNumber(): JobFault {
  return new JobFault('算出来的不是一个数：除以了零，或者数太大')
}
