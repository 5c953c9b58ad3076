/** What the signs of the map mean. */
import type { ComponentChildren } from "preact";

function Sign({ words, children }: { words: string; children: ComponentChildren }) {
  return (
    <li>
      <svg viewBox="0 0 28 24" width="28" height="24" aria-hidden="true">
        {children}
      </svg>
      {words}
    </li>
  );
}

export function Legend({ hasFlags }: { hasFlags: boolean }) {
  return (
    <ul class="map-legend" aria-label="Signs of the map">
      <Sign words="exact place; the number is that of its events">
        <circle class="legend-full" cx="14" cy="12" r="9" />
        <text class="legend-on-full" x="14" y="16">
          4
        </text>
      </Sign>
      <Sign words="area">
        <circle class="legend-line" cx="14" cy="12" r="6" />
        <circle class="legend-full" cx="14" cy="12" r="2" />
      </Sign>
      <Sign words="inferred place">
        <circle class="legend-line legend-broken" cx="14" cy="12" r="6" />
        <circle class="legend-full" cx="14" cy="12" r="2" />
      </Sign>
      <Sign words="how far off it may be">
        <circle class="legend-circle" cx="14" cy="12" r="11" />
      </Sign>
      <Sign words="province only">
        <rect class="legend-line" x="5" y="3" width="18" height="18" />
        <text x="14" y="16">
          4
        </text>
      </Sign>
      <Sign words="country only">
        <rect class="legend-line" x="3" y="1" width="22" height="22" />
        <rect class="legend-line" x="6" y="4" width="16" height="16" />
        <text x="14" y="16">
          4
        </text>
      </Sign>
      {hasFlags && (
        <>
          <Sign words="held">
            <Flag />
          </Sign>
          <Sign words="partly held">
            <Flag isHalf />
          </Sign>
          <Sign words="claimed">
            <Flag dash="4 3" />
          </Sign>
          <Sign words="contested">
            <Flag dash="1.5 2.5" />
          </Sign>
          <Sign words="besieged">
            <Flag />
            <rect class="legend-flag" x="2.5" y="0.5" width="23" height="17" />
          </Sign>
        </>
      )}
    </ul>
  );
}

function Flag({ dash, isHalf = false }: { dash?: string; isHalf?: boolean }) {
  return (
    <>
      <path class="legend-flag" d="M5 23V3" />
      {isHalf && <rect class="legend-half" x="5" y="3" width="9" height="12" />}
      <rect class="legend-flag" x="5" y="3" width="18" height="12" stroke-dasharray={dash} />
    </>
  );
}
