Attribute VB_Name = "TrackbookRun"
Option Explicit

' Starts Python: the interpreter that was written down at installation, with nothing of the workbook on its command line.
Public Sub RunPython(ByVal source As String)
    Dim interpreter As String
    #If Mac Then
        interpreter = GetConfig("INTERPRETER_MAC")
    #Else
        interpreter = GetConfig("INTERPRETER_WIN")
    #End If
    If interpreter = "" Then
        MsgBox "The Trackbook add-in does not know its Python: run trackbook addin install, then try again.", vbExclamation, "Trackbook"
        Exit Sub
    End If
    ' Fields of xlwings' search path: whether the workbook's folder counts (never), then names of the workbook and of cloud folders (none).
    #If Mac Then
        Application.StatusBar = "Trackbook is at work ..."
        ExecuteMac source, interpreter, "false;;;;"
    #Else
        ExecuteWindows False, source, interpreter, "false;;;;;"
        TrackbookPress.ForgetRequest
    #End If
End Sub
