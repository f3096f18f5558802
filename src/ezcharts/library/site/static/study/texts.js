/* The settings of a cell as other programs read them: Disco's settings file, variables of a JAX notebook, and a
   study file of ours. What a version of a notebook knows comes with the data (`notebook`):

   names      parameters of the platform, in the notebook's order
   keys       Disco: the keys of its settings file, those of animations left out
   schedules  Disco: settings that its file has as text, such as [0.2]*1000
   variables  JAX: setting -> variable, where the notebook's own name is another
   usual      shared settings that are the platform's defaults */
'use strict';

(function () {
  const REACH = 1000;

  /** @returns {string} Disco's `_settings.txt` */
  function disco(data, settings) {
    const out = {};
    for (const key of data.notebook.keys) {
      const value = discoValue(data, settings, key);
      if (value !== undefined) out[key] = value;
    }
    return JSON.stringify(out, null, 4);
  }

  function discoValue(data, settings, key) {
    const size = settings.width_height, value = settings[key];
    if (key === 'width' || key === 'height') return size && size[key === 'width' ? 0 : 1];
    if (key === 'diffusion_steps') {
      const steps = settings.steps;
      return steps ? Math.max(Math.floor(1000 / steps), 1) * steps : undefined;
    }
    if (key === 'text_prompts' || key === 'image_prompts') {
      if (value === undefined) return undefined;
      return value && value.length ? { 0: value } : {};
    }
    return data.notebook.schedules.includes(key) && typeof value === 'number' ? `[${value}]*${REACH}` : value;
  }

  /** A value as Python writes it. */
  function python(value) {
    if (value === null || value === undefined) return 'None';
    if (value === true || value === false) return value ? 'True' : 'False';
    if (Array.isArray(value)) return `[${value.map(python).join(', ')}]`;
    if (typeof value === 'object') return `{${Object.entries(value).map(([key, one]) => `${python(key)}: ${python(one)}`).join(', ')}}`;
    return JSON.stringify(value);
  }

  const isName = (name) => /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);

  function named(data, settings) {
    const names = data.notebook.names.length ? data.notebook.names : Object.keys(settings);
    return names.filter((name) => name in settings && isName(name));
  }

  /** @returns {string} Python assignments */
  function variables(data, settings) {
    const names = data.notebook.variables || {};
    return named(data, settings).map((name) => `${names[name] || name} = ${python(settings[name])}\n`).join('');
  }

  /* Characters that PyYAML refuses or takes for the end of a line. */
  const ODD = /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g;

  function yaml(value) {
    if (Array.isArray(value)) return `[${value.map(yaml).join(', ')}]`;
    return JSON.stringify(value).replace(ODD, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`);
  }

  /** @returns {string} a study file of this one cell; settings that are the platform's own are left out */
  function study(data, settings, words) {
    const usual = new Set((data.notebook.usual || []).filter((name) => JSON.stringify(settings[name]) === JSON.stringify(data.shared[name])));
    const lines = [
      `title: ${yaml(`${data.title}: ${words}`)}`, `platform: ${yaml(data.platform)}`,
      ...(data.notebook.models ? [`models: ${yaml(data.notebook.models)}`] : []), 'settings:',
      ...named(data, settings).filter((name) => !usual.has(name)).map((name) => `  ${name}: ${yaml(settings[name])}`),
    ];
    return `${lines.join('\n')}\n`;
  }

  /** The texts that make sense for a study. @returns {{name: string, file: string, text: string}[]} */
  function all(model, number, asStated) {
    const { data } = model, settings = model.settings(number, asStated), words = model.words(model.placeOf(number));
    const made = [];
    if (data.notebook.keys) made.push({ name: 'Disco settings', file: `${data.name}_settings.txt`, text: disco(data, settings) });
    if (data.notebook.dialect === 'jax') made.push({ name: 'JAX variables', file: `${data.name}.py`, text: variables(data, settings) });
    if (data.notebook.names.length) made.push({ name: 'Study file', file: `${data.name}-cell.yaml`, text: study(data, settings, words) });
    return made;
  }

  EZ.texts = { all };
})();
