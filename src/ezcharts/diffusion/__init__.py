"""The mathematics that samplers, guidance and models share: noise levels, schedules, random draws."""
