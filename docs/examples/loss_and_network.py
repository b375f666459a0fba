"""Loss, formula and diagram of one run: `manim -pqh docs/examples/loss_and_network.py Panels`."""

from detangle.stage import (
    Area,
    LayerFormula,
    Light,
    LossPanel,
    NetworkDiagram,
    RunClock,
    StageScene,
)


class Panels(StageScene):
    """The loss runs to the last step; the diagram and the formula show the network there."""

    def construct(self) -> None:
        panel = LossPanel(self.trajectory, Area(0.5, -3, 6.5, 1), self.theme).set_step(0)
        network = self.trajectory.at()
        diagram = NetworkDiagram(network, Area(-6.5, -3, -0.5, 1), self.theme)
        formula = LayerFormula(network, 1, Area(-6.5, 1.5, 6.5, 3.5), self.theme)
        self.appear(panel.scenery, panel)
        self.play(RunClock(panel, 0, network.step, run_time=self.seconds(self.theme.move)))
        self.appear(diagram, formula)
        self.play(diagram.go_to(1, self.seconds(self.theme.appear)), run_time=1)
        self.play(Light(formula, "linear", run_time=self.seconds(self.theme.appear)))
        self.rest(self.theme.hold)
