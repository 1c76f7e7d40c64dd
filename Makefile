# Other names for the scripts, for those who type make by habit.
.PHONY: help reports test lint

help:
	@echo "make reports   build, load the sample data, write the workbooks (scripts/reports)"
	@echo "make test      run every test (scripts/test)"
	@echo "make lint      check the form of code and scripts (scripts/lint)"

reports:
	scripts/reports

test:
	scripts/test

lint:
	scripts/lint
