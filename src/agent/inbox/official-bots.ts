/**
 * Numbers that Tencent gives to robots: the QQ client itself asks for these ranges to mark them (`get_robot_uin_range`
 * of NapCat and LLOneBot).
 * @see https://github.com/LLOneBot/LuckyLilliaBot src/onebot11/action/llbot/system/GetRobotUinRange.ts
 */
const ranges: readonly (readonly [first: number, last: number])[] = [
  [66_600_000, 66_600_000],
  [2_854_196_301, 2_854_216_399],
  [3_328_144_510, 3_328_144_510],
  [3_889_000_000, 3_889_999_999],
  [4_010_000_000, 4_019_999_999],
]

/** Whether a QQ number belongs to one of Tencent's own robots, such as Q群管家 and the bots of its open platform. */
export function isOfficialBot(userId: string): boolean {
  const number = Number(userId)
  return ranges.some(([first, last]) => number >= first && number <= last)
}
