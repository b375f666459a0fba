"""Loss, formula and diagram of one run: `manim -pqh docs/examples/loss_and_network.py Panels`."""

from detangle.stage import (
    Area,
    Clock,
    LayerFormula,
    LossPanel,
    NetworkDiagram,
    RunClock,
    StageScene,
    light,
)


class Panels(StageScene):
    """The loss runs to the last step; the diagram and the formula show the network there."""

    def construct(self) -> None:
        panel = LossPanel(self.trajectory, Area(0.5, -3, 6.5, 1), self.theme)
        clock = Clock(self.trajectory, [panel]).at(0)
        network = self.trajectory.at()
        diagram = NetworkDiagram(network, Area(-6.5, -3, -0.5, 1), self.theme)
        formula = LayerFormula(network, 1, Area(-6.5, 1.5, 6.5, 3.5), self.theme)
        self.show(panel.scenery, panel)
        self.play(RunClock(clock, 0, network.step, run_time=self.seconds(self.theme.move)))
        self.show(diagram, formula)
        self.play(light(diagram, *diagram.parts_of(1), run_time=1))
        self.play(light(formula, "linear", run_time=self.seconds(self.theme.appear)))
        self.rest(self.theme.hold)
