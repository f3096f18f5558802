"""EZ Charts in a notebook: what does this parameter do, in a few lines.

    import ezcharts.notebook as ez

    study = ez.study({"title": ..., "platform": "disco-5.2", "axes": {...}, "settings": {...}})
    result = ez.run(study)                    the chart appears while its cells land
    result[{"eta": 0, "clamp_max": 0.05}]     one cell: picture, settings, time, trace
    result.chart(down="steps", across="eta")  another view of the same cells
    ez.render("a lighthouse", steps=50)       one picture
    ez.params("clamp_max")                    what a parameter does
    ez.loop_parameters(...), ez.get_images(...)   EnzymeZoo's words, over the store

Everything real lives in `runner`, `studies` and `charts`; here it is only made to read well. Nothing loads
torch before something is rendered.
"""

from ezcharts.notebook.explain import params
from ezcharts.notebook.explorer import get_images, loop_parameters
from ezcharts.notebook.opening import study
from ezcharts.notebook.running import result, run
from ezcharts.notebook.single import render

__all__ = ["get_images", "loop_parameters", "params", "render", "result", "run", "study"]
