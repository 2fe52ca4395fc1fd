"""Writes trajectories.json: what every update rule does in 20 steps, to all digits of a double.

    python3 trajectories.py > trajectories.json

Needs mpmath. Every rule is written out here from its published equation (docs/equations.md names the
sources) and computed with 60 decimal digits, so the numbers owe nothing to the Java code that they
judge. Data and initial weights are dyadic fractions; rates and constants are the doubles that Java
reads, so both sides start from the same numbers.
"""

import json

from mpmath import mp, mpf, sqrt

mp.dps = 60
STEPS = 20

X = [[1, -0.5, 0.25], [0.5, 1.25, -1], [-1.5, 0.75, 0.5], [0.25, -1, 1.5],
     [-0.75, 0.5, -1.25], [1.25, 1, 0.75], [-0.5, -0.25, 1]]
Y = {1: [[0.75], [-0.5], [1], [0.25], [-1.25], [0.5], [1.5]],
     2: [[0.75, -1], [-0.5, 0.5], [1, 0.25], [0.25, -0.75], [-1.25, 1], [0.5, -0.5], [1.5, 0.75]]}
FEATURES = 3


def initial(widths, targets):
    """Weights in sixteenths, none of them 0, by layer, row and column."""
    sizes = [FEATURES] + widths + [targets]
    weights = []
    for layer in range(len(sizes) - 1):
        matrix = []
        for row in range(sizes[layer + 1]):
            matrix.append([mpf((7 * layer + 5 * row + 3 * column) % 11 - 5.5) / 8
                           for column in range(sizes[layer])])
        weights.append(matrix)
    return weights


def multiply(a, b):
    return [[sum(a[i][k] * b[k][j] for k in range(len(b))) for j in range(len(b[0]))]
            for i in range(len(a))]


def transposed(a):
    return [list(column) for column in zip(*a)]


def predictions(weights, targets):
    rows = [[mpf(v) for v in row] for row in X]
    for matrix in weights:
        rows = multiply(rows, transposed(matrix))
    return rows


def loss(weights, p, targets):
    predicted = predictions(weights, targets)
    return sum((predicted[i][k] - mpf(Y[targets][i][k])) ** p
               for i in range(len(X)) for k in range(targets)) / (p * len(X))


def gradients(weights, p, targets):
    """Backpropagation through the predictions of every row."""
    activations = [[[mpf(v) for v in row] for row in X]]
    for matrix in weights:
        activations.append(multiply(activations[-1], transposed(matrix)))
    delta = [[(activations[-1][i][k] - mpf(Y[targets][i][k])) ** (p - 1) / len(X)
              for k in range(targets)] for i in range(len(X))]
    result = []
    for layer in reversed(range(len(weights))):
        result.insert(0, multiply(transposed(delta), activations[layer]))
        delta = multiply(delta, weights[layer])
    return result


def check_gradients(weights, p, targets):
    exact = gradients(weights, p, targets)
    h = mpf(10) ** -20
    for layer, matrix in enumerate(weights):
        for row in matrix:
            for column in range(len(row)):
                w = row[column]
                row[column] = w + h
                up = loss(weights, p, targets)
                row[column] = w - h
                down = loss(weights, p, targets)
                row[column] = w
                slope = (up - down) / (2 * h)
                assert abs(slope - exact[layer][matrix.index(row)][column]) < mpf(10) ** -30


def noise(step, layer, element):
    """Stands in for standard normal numbers: fixed, dyadic, between -1 and 1. Steps from 1."""
    return mpf((37 * step + 11 * layer + 5 * element) % 17 - 8) / 8


# One weight's update. c: constants, s: its state, g: the gradient with what coupled decay adds, t: the
# step from 1, eta: the learning rate. Each returns what is taken from the weight.


def gradient_descent(c, s, g, t, eta, xi):
    return eta * g


def momentum(c, s, g, t, eta, xi):
    s["m"] = c["beta"] * s.get("m", 0) + (1 - c["beta"]) * g
    return eta * s["m"]


def heavy_ball(c, s, g, t, eta, xi):
    s["v"] = c["beta"] * s.get("v", 0) + g
    return eta * s["v"]


def nesterov(c, s, g, t, eta, xi):
    s["v"] = c["beta"] * s.get("v", 0) + g
    return eta * (g + c["beta"] * s["v"])


def adagrad(c, s, g, t, eta, xi):
    s["s"] = s.get("s", c["initialAccumulator"]) + g ** 2
    return eta * g / (sqrt(s["s"]) + c["epsilon"])


def adadelta(c, s, g, t, eta, xi):
    s["E"] = c["rho"] * s.get("E", 0) + (1 - c["rho"]) * g ** 2
    u = sqrt(s.get("D", 0) + c["epsilon"]) / sqrt(s["E"] + c["epsilon"]) * g
    s["D"] = c["rho"] * s.get("D", 0) + (1 - c["rho"]) * u ** 2
    return eta * u


def rmsprop(c, s, g, t, eta, xi):
    s["E"] = c["beta"] * s.get("E", 0) + (1 - c["beta"]) * g ** 2
    if c["epsilonInsideRoot"]:
        return eta * g / sqrt(s["E"] + c["epsilon"])
    return eta * g / (sqrt(s["E"]) + c["epsilon"])


def adam(c, s, g, t, eta, xi):
    s["m"] = c["beta1"] * s.get("m", 0) + (1 - c["beta1"]) * g
    s["v"] = c["beta2"] * s.get("v", 0) + (1 - c["beta2"]) * g ** 2
    if c["epsilonHat"]:
        rate = eta * sqrt(1 - c["beta2"] ** t) / (1 - c["beta1"] ** t)
        return rate * s["m"] / (sqrt(s["v"]) + c["epsilon"])
    return eta * (s["m"] / (1 - c["beta1"] ** t)) / (
        sqrt(s["v"] / (1 - c["beta2"] ** t)) + c["epsilon"])


def langevin(c, s, g, t, eta, xi):
    return eta * g - sqrt(2 * eta * c["temperature"]) * xi


RULES = {"gradient-descent": gradient_descent, "momentum": momentum, "heavy-ball": heavy_ball,
         "nesterov": nesterov, "adagrad": adagrad, "adadelta": adadelta, "rmsprop": rmsprop,
         "adam": adam, "adamw": adam, "langevin": langevin}


def element_wise(kind, constants, weights, gradient, state, t, eta, decay):
    for layer, matrix in enumerate(weights):
        for i, row in enumerate(matrix):
            for j, w in enumerate(row):
                g = gradient[layer][i][j]
                if kind == "adamw":
                    w = (1 - eta * decay) * w
                else:
                    g = g + decay * w
                s = state.setdefault((layer, i, j), {})
                xi = noise(t, layer + 1, i * len(row) + j)
                row[j] = w - RULES[kind](constants, s, g, t, eta, xi)


def symmetric_power(a, exponent):
    """A^exponent of a symmetric positive semidefinite matrix; A^0 is the identity."""
    size = len(a)
    if exponent == 0:
        return [[mpf(i == j) for j in range(size)] for i in range(size)]
    values, vectors = mp.eigsy(mp.matrix(a))
    largest = max(values)
    powers = [v ** exponent if v > 0 and v >= mpf(10) ** -13 * largest else mpf(0) for v in values]
    return [[sum(vectors[i, r] * powers[r] * vectors[j, r] for r in range(size))
             for j in range(size)] for i in range(size)]


def end_to_end(weights, gradient, depth, eta, decay):
    w, g = weights[0], gradient[0]
    rows, columns = len(w), len(w[0])
    left, right = multiply(w, transposed(w)), multiply(transposed(w), w)
    total = [[mpf(0)] * columns for _ in range(rows)]
    for j in range(1, depth + 1):
        term = multiply(multiply(symmetric_power(left, mpf(j - 1) / depth), g),
                        symmetric_power(right, mpf(depth - j) / depth))
        total = [[total[r][c] + term[r][c] for c in range(columns)] for r in range(rows)]
    if rows == 1:  # the rule of one output, as a check on the general one
        norm = sqrt(sum(v ** 2 for v in w[0]))
        if norm > 0:
            along = sum(a * b for a, b in zip(g[0], w[0])) / norm ** 2
            factor = norm ** (2 - mpf(2) / depth)
            for c in range(columns):
                single = factor * (g[0][c] + (depth - 1) * along * w[0][c])
                assert abs(single - total[0][c]) < mpf(10) ** -25
    for r in range(rows):
        for c in range(columns):
            w[r][c] = (1 - eta * decay * depth) * w[r][c] - eta * total[r][c]


def exact(constants):
    return {name: value if isinstance(value, bool) else mpf(value)
            for name, value in constants.items()}


def doubles(weights):
    return [[float(v) for row in matrix for v in row] for matrix in weights]


def trajectory(kind, constants, eta, decay, p, targets, widths, weights):
    start, values = doubles(weights), exact(constants)
    eta, decay_value = mpf(eta), mpf(decay)
    losses, kept, state = [loss(weights, p, targets)], {}, {}
    for t in range(1, STEPS + 1):
        gradient = gradients(weights, p, targets)
        if kind == "end-to-end":
            end_to_end(weights, gradient, constants["depth"], eta, decay_value)
        else:
            element_wise(kind, values, weights, gradient, state, t, eta, decay_value)
        losses.append(loss(weights, p, targets))
        if t in (1, STEPS):
            kept[str(t)] = doubles(weights)
    assert max(losses) < 50 * losses[0] + 1, (kind, constants, p, widths, float(max(losses)))
    return {"optimizer": kind, "constants": constants, "learningRate": float(eta), "weightDecay": decay,
            "lossExponent": p, "targets": targets, "widths": widths, "initialWeights": start,
            "weightsAfter": kept, "losses": [float(v) for v in losses]}


def adam_constants(beta1, beta2, epsilon, hat):
    return {"beta1": beta1, "beta2": beta2, "epsilon": epsilon, "epsilonHat": hat}


def rms_constants(beta, epsilon, inside):
    return {"beta": beta, "epsilon": epsilon, "epsilonInsideRoot": inside}


# (kind, constants, learning rate of each exponent, weight decay)
SMALL = {2: 0.1, 4: 0.02, 6: 0.005}
SMALLER = {2: 0.02, 4: 0.004, 6: 0.001}
SAME = {2: 0.05, 4: 0.05, 6: 0.05}
LARGE = {2: 1.0, 4: 1.0, 6: 1.0}
SETTINGS = [
    ("gradient-descent", {}, SMALL, 0), ("gradient-descent", {}, SMALLER, 0.1),
    ("gradient-descent", {}, SMALLER, 2)]
for inert in ("momentum", "heavy-ball", "nesterov"):
    rates = SMALL if inert == "momentum" else SMALLER
    SETTINGS += [(inert, {"beta": 0.9}, rates, 0), (inert, {"beta": 0.5}, rates, 0.1),
                 (inert, {"beta": 0.0}, rates, 0)]
for accumulator, epsilon, decay in ((0, 1e-7, 0), (0.1, 0, 0), (0, 1e-10, 0.1), (0.25, 0.5, 0)):
    SETTINGS.append(("adagrad", {"initialAccumulator": accumulator, "epsilon": epsilon}, SAME, decay))
for rho, epsilon, decay in ((0.95, 1e-7, 0), (0.9, 1e-6, 0), (0.95, 1e-8, 0.1), (0.5, 0.01, 0)):
    SETTINGS.append(("adadelta", {"rho": rho, "epsilon": epsilon}, LARGE, decay))
for beta, epsilon, inside, decay in ((0.9, 1e-7, False, 0), (0.99, 1e-8, False, 0),
                                     (0.9, 1e-10, True, 0), (0.5, 0.25, True, 0),
                                     (0.5, 0.25, False, 0.1)):
    SETTINGS.append(("rmsprop", rms_constants(beta, epsilon, inside), SAME, decay))
for values, decay in (((0.9, 0.999, 1e-8, False), 0), ((0.9, 0.999, 1e-7, True), 0),
                      ((0.5, 0.75, 0.125, False), 0.1), ((0.5, 0.75, 0.125, True), 0),
                      ((0.0, 0.9, 1e-8, False), 0), ((0.9, 0.999, 0.0, False), 0)):
    SETTINGS.append(("adam", adam_constants(*values), SAME, decay))
for values, decay in (((0.9, 0.999, 1e-8, False), 0.01), ((0.9, 0.999, 1e-8, False), 2),
                      ((0.5, 0.75, 0.125, True), 0.5)):
    SETTINGS.append(("adamw", adam_constants(*values), SAME, decay))
for temperature, decay in ((0.01, 0), (0.0, 0), (0.25, 0.1)):
    SETTINGS.append(("langevin", {"temperature": temperature}, SMALLER, decay))

WIDTHS = {1: [], 2: [2], 3: [3, 2]}


def cases():
    for number, (kind, constants, rates, decay) in enumerate(SETTINGS):
        place = [s[0] for s in SETTINGS[:number]].count(kind)
        for depth in (1, 2, 3):
            p = (2, 4, 6)[(depth + place) % 3]
            targets = 1 + (depth + place) % 2
            weights = initial(WIDTHS[depth], targets)
            check_gradients(weights, p, targets)
            yield trajectory(kind, constants, rates[p], decay, p, targets, WIDTHS[depth], weights)
    for depth in (1, 2, 3, 4):
        for p in (2, 4, 6):
            for targets in (1, 2):
                decay = 0.1 if (depth + p // 2) % 2 else 0
                yield trajectory("end-to-end", {"depth": depth}, SMALL[p], decay, p, targets, [],
                                 initial([], targets))
    for depth in (2, 3):  # rank 1 of 2, then zero
        rank_one = [[[mpf(a) * b for b in (0.5, -1, 0.25)] for a in (1, 0.5)]]
        yield trajectory("end-to-end", {"depth": depth}, SMALL[2], 0, 2, 2, [], rank_one)
        for targets in (1, 2):
            zero = [[[mpf(0)] * FEATURES for _ in range(targets)]]
            yield trajectory("end-to-end", {"depth": depth}, SMALL[2], 0, 2, targets, [], zero)


print('{"rows": %d, "features": %d,' % (len(X), FEATURES))
print('"x": %s,' % json.dumps([v for row in X for v in row]))
print('"y": {"1": %s, "2": %s},' % tuple(json.dumps([v for row in Y[k] for v in row]) for k in (1, 2)))
print('"cases": [\n' + ",\n".join(json.dumps(case) for case in cases()) + "]}")
