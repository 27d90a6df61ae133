import type { CSSProperties } from 'react'
import { type Stage, stageColours, waitingStages } from '../../ui/stage.ts'

/** The colour of a stage for CSS, red when it is stuck, and whether it is striped: `waiting`, not working. */
export function stageStyle(
  stage: Stage,
  { stuck = false, waiting = waitingStages.has(stage) } = {},
): { style: CSSProperties; 'data-waiting': true | undefined } {
  return {
    style: { '--stage': stuck ? 'var(--err)' : stageColours[stage] } as CSSProperties,
    'data-waiting': waiting || undefined,
  }
}
