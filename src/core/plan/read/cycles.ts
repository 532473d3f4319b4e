/**
 * One shortest cycle of every strongly connected component, each as positions without the repeated end, beginning at
 * the component's first position. Loops of one node are not reported. Components by Tarjan's algorithm (1972),
 * without recursion.
 */
export function findCycles(edges: readonly (readonly number[])[]): number[][] {
  return components(edges)
    .filter((component) => component.length > 1)
    .map((component) => shortestCycle(component, edges))
    .sort((left, right) => (left[0] ?? 0) - (right[0] ?? 0));
}

function components(edges: readonly (readonly number[])[]): number[][] {
  const order = new Array<number>(edges.length).fill(-1);
  const low = new Array<number>(edges.length).fill(0);
  const onStack = new Array<boolean>(edges.length).fill(false);
  const stack: number[] = [];
  const found: number[][] = [];
  let next = 0;
  const enter = (node: number) => {
    order[node] = next;
    low[node] = next;
    next += 1;
    stack.push(node);
    onStack[node] = true;
  };
  const leave = (node: number) => {
    if (low[node] !== order[node]) return;
    const component: number[] = [];
    let member: number | undefined;
    do {
      member = stack.pop();
      if (member === undefined) break;
      onStack[member] = false;
      component.push(member);
    } while (member !== node);
    found.push(component.sort((left, right) => left - right));
  };
  for (let root = 0; root < edges.length; root++) {
    if (order[root] !== -1) continue;
    const path = [{ node: root, edge: 0 }];
    enter(root);
    for (let frame = path.at(-1); frame; frame = path.at(-1)) {
      const target = edges[frame.node]?.[frame.edge];
      frame.edge += 1;
      if (target === undefined) {
        path.pop();
        leave(frame.node);
        const parent = path.at(-1)?.node;
        if (parent !== undefined) low[parent] = Math.min(low[parent] ?? 0, low[frame.node] ?? 0);
      } else if (order[target] === -1) {
        enter(target);
        path.push({ node: target, edge: 0 });
      } else if (onStack[target]) {
        low[frame.node] = Math.min(low[frame.node] ?? 0, order[target] ?? 0);
      }
    }
  }
  return found;
}

/** Breadth first from the component's first node back to it. */
function shortestCycle(component: readonly number[], edges: readonly (readonly number[])[]): number[] {
  const start = component[0] ?? 0;
  const inside = new Set(component);
  const cameFrom = new Map<number, number>();
  let border = [start];
  while (border.length > 0) {
    const further: number[] = [];
    for (const node of border) {
      for (const target of edges[node] ?? []) {
        if (target === start) return pathTo(node, start, cameFrom);
        if (!inside.has(target) || cameFrom.has(target)) continue;
        cameFrom.set(target, node);
        further.push(target);
      }
    }
    border = further;
  }
  return [...component];
}

function pathTo(end: number, start: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path = [end];
  for (let at = end; at !== start; ) {
    const before = cameFrom.get(at);
    if (before === undefined) break;
    path.push(before);
    at = before;
  }
  return path.reverse();
}
